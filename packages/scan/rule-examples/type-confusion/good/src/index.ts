import express from 'express';

express().get('/', (req, res) => {
  const path = String(req.query.path);
  if (path.includes('..')) res.end();
});
