import express from 'express';

const user = { name: '', isAdmin: false };
express().post('/', (req, res) => {
  Object.assign(user, req.body);
});
