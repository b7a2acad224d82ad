import webpack from 'webpack';

export const plugin = new webpack.DefinePlugin({ 'process.env': JSON.stringify(process.env) });
