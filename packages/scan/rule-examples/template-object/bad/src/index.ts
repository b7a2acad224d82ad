import express from 'express';

express().post('/', (req, res) => {
  res.render('page', req.body);
});
