import express from 'express';

express().get('/', (req, res) => {
  try {
    work();
  } catch (error) {
    res.status(500).send('It failed.');
  }
});
