import express from 'express';

express().get('/', (req, res) => {
  const { path } = req.query;
  if (path.includes('..')) res.end();
});
