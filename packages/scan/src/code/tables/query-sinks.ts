import { property } from './check-tools.js';
import { isDocument, isStatement } from './query-text.js';
import type { Sink } from './sinks.js';

const SQL_CLIENT =
  '{mysql,mysql2,mysql2/promise,promise-mysql,pg,pg-promise,pg-pool,sqlite3,sqlite,better-sqlite3,mssql,tedious,oracledb,sequelize,knex,typeorm,@prisma/client,postgres,libsql,@libsql/client,@neondatabase/serverless,@electric-sql/pglite,node:sqlite,db,conn,connection,pool,client,database,mysqlConnection,pgClient,dbClient,sequelizeClient,@google-cloud/spanner,mariadb,drizzle-orm,slonik,@vercel/postgres,eliza.runtime.db,eliza.runtime.databaseAdapter}';
const LDAP = '{ldapjs,ldapts,ldapjs-client,ldapjs-promise,activedirectory,activedirectory2}';
/** Where the body of a request has the document of GraphQL. */
const BODY_FIELDS = ['query', 'mutation', 'body', 'data', 'json'];

/** Questions to databases, directories and services, in a language of their own. */
export const QUERY_SINKS: readonly Sink[] = [
  {
    rule: 'sql-injection',
    at: `${SQL_CLIENT}~.{query,execute,raw,unsafe,exec,run,all,each,prepare,manyOrNone,oneOrNone,literal,fromRaw,whereRaw,orderByRaw,havingRaw,selectRaw,joinRaw,groupByRaw,$queryRawUnsafe,$executeRawUnsafe,queryRaw,multiResult,runStream,execSql,executeSql,runSql}`,
    arg: 0,
    when: ([statement]) => !isDocument(statement),
  },
  {
    // Maps, caches and lists have methods of these names too; there is no statement in what they are given.
    rule: 'sql-injection',
    at: `${SQL_CLIENT}~.{get,any,one,many,none,multi,result,map,batch,input,stream,func,proc}`,
    arg: 0,
    when: ([statement]) => isStatement(statement),
  },
  {
    // Whatever is asked, it is asked in SQL.
    rule: 'sql-injection',
    at: '*.{query,execute,exec,run,all,raw,prepare,unsafe,queryRaw,one,many,none,any} @neondatabase/serverless.neon() *.{queryOne,queryAll,fetchAll,fetchOne,executeQuery,runQuery}',
    arg: 0,
    when: ([statement]) => isStatement(statement),
  },
  {
    rule: 'sql-injection',
    at: '*.{query,execute}',
    arg: 0,
    properties: ['sql', 'text'],
    when: ([options]) =>
      isStatement(property(options, 'sql')) || isStatement(property(options, 'text')),
  },
  {
    rule: 'sql-injection',
    at: `{sequelize,knex,Sequelize}.{literal,raw,query} {mysql,mysql2,pg,typeorm}~.{query,where,andWhere,orWhere,having,orderBy} tedious.Request() tedious.Request mssql.Request()~.{query,batch} drizzle-orm.sql.raw pg.Query()`,
    arg: 0,
  },
  {
    rule: 'sql-injection',
    at: `{mysql,mysql2,pg,sequelize,sqlite3}~.{query,execute}`,
    arg: 0,
    properties: ['sql', 'text', 'query'],
  },
  {
    rule: 'sql-injection',
    at: '*.sequelize.{query,literal} *.{knex,db}.raw *.{$queryRawUnsafe,$executeRawUnsafe}',
    arg: 0,
  },
  {
    rule: 'ldap-injection',
    at: `${LDAP}~.search`,
    arg: 1,
    properties: ['filter'],
  },
  {
    rule: 'ldap-injection',
    at: `${LDAP}~.{search,bind,compare,modify,modifyDN,add,del} ldapjs.{parseFilter,parseDN}`,
    arg: 0,
  },
  {
    rule: 'graphql-injection',
    at: 'graphql{,.graphql,.graphqlSync} JSON.stringify',
    arg: 0,
    properties: ['source', 'query'],
    when: ([first]) =>
      isDocument(property(first, 'source')) || isDocument(property(first, 'query')),
  },
  {
    // A service is asked in a body that has the document and its variables apart.
    rule: 'graphql-injection',
    at: '*.{post,request,query,mutate,fetch} fetch',
    arg: 1,
    properties: BODY_FIELDS,
    when: ([, options]) => BODY_FIELDS.some((name) => isDocument(property(options, name))),
  },
  {
    rule: 'graphql-injection',
    at: 'graphql{,.graphql,.graphqlSync} graphql-request.{request,rawRequest,default}',
    arg: 1,
    when: ([, document]) => isDocument(document),
  },
  {
    rule: 'graphql-injection',
    at: 'graphql.parse graphql-request.GraphQLClient()~.{request,rawRequest} {@octokit/graphql,graphql-tag,@urql/core}~ *.graphql',
    arg: 0,
    when: ([document]) => isDocument(document),
  },
];
