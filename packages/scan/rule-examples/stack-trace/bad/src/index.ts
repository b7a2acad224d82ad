import express from 'express';

express().get('/', (req, res) => {
  try {
    work();
  } catch (error) {
    res.send(error.stack);
  }
});
