import express from 'express';
import merge from 'lodash.merge';

express().post('/', (req, res) => {
  merge({}, req.body);
});
