@repeat 1501 int cs_bad;
