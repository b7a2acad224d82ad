import { describe, expect, it } from 'vitest';
import { lookalikeOf, POPULAR_COUNT } from './lookalike.js';

// Names of the campaign of August 2017 (npm blog, "crossenv malware on the npm registry").
const CAMPAIGN =
  'babelcli crossenv cross-env.js d3.js fabric-js ffmepg gruntcli http-proxy.js jquery.js mariadb mongose mssql.js mssql-node mysqljs nodecaffe nodefabric node-fabric nodeffmpeg nodemailer-js nodemailer.js nodemssql node-opencv node-opensl node-openssl noderequest nodesass nodesqlite node-sqlite node-tkinter opencv.js openssl.js proxy.js shadowsock smb sqlite.js sqliter sqlserver tkinter'.split(
    ' ',
  );

describe('a name that looks like that of a popular package', () => {
  it.each([
    ['lodahs', 'lodash'],
    ['expres', 'express'],
    ['expresss', 'express'],
    ['reqeust', 'request'],
    ['crossenv', 'cross-env'],
    ['nodemailer.js', 'nodemailer'],
    ['@tpyes/node', '@types/node'],
  ])('%s is taken for %s', (name, popular) => {
    expect(lookalikeOf(name)).toBe(popular);
  });

  it.each([
    'lodash',
    'express',
    'node-fetch',
    'ws',
    'vue',
    '@plugwright/scan',
    '@types/nod',
    '@me/lodash-js',
    'a',
  ])('%s is itself', (name) => {
    expect(lookalikeOf(name)).toBeUndefined();
  });

  it(`knows a part of the campaign of 2017 by ${POPULAR_COUNT} names`, () => {
    const known = CAMPAIGN.filter((name) => lookalikeOf(name) !== undefined);
    expect(known.length).toBeGreaterThanOrEqual(15);
  });
});
