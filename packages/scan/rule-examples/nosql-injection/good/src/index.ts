import express from 'express';
import mongoose from 'mongoose';

const User = mongoose.model('User');
express().post('/', (req, res) => {
  User.findOne({ name: String(req.body.name) });
});
