import express from 'express';

express().use(express.static(__dirname));
