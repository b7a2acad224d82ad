import express from 'express';

express().post('/', (req, res) => {
  res.render('page', { title: String(req.body.title) });
});
