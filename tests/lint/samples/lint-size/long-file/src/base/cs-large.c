@repeat 700 int cs_large;
