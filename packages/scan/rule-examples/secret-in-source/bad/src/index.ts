export const key = 'AIzaSyD4k9Lm2xQz7Rt5Yp8Wn3Vb6Hc1Jf0Gd_e';
