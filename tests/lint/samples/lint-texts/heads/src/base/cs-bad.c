int cs_bad;
/* TODO: better */
