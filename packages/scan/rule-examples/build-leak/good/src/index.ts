import webpack from 'webpack';

export const plugin = new webpack.DefinePlugin({ VERSION: JSON.stringify('1.0.0') });
