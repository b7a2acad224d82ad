import { LANES } from './next-script.js';

/**
 * One commit, whole or not at all: checks every record against the stored revision, gives the events their numbers, and
 * keeps the lists in line. Texts come in pieces, with the number of an event between two of them, so that nothing that
 * came from outside is parsed or searched here.
 *
 * KEYS[1]: prefix. ARGV[1]: what to do (`Todo` of `commit-texts.ts`); the rest: pieces of texts.
 * Gives `{'written', first}`, `{'conflict'}`, `{'final'}` or `{'busy'}`.
 */
export const COMMIT = `
local p = KEYS[1]
${LANES}local todo = cjson.decode(ARGV[1])
local piece = 1
local function text(offsets, first)
  piece = piece + 1
  local parts = { ARGV[piece] }
  for _, offset in ipairs(offsets) do
    piece = piece + 1
    parts[#parts + 1] = string.format('%.0f', first + offset)
    parts[#parts + 1] = ARGV[piece]
  end
  return table.concat(parts)
end

local one = todo.put[1]
if todo.by ~= '' and one and redis.call('HGET', p .. 'job:' .. one.id, 'by') == todo.by then
  return { 'written', redis.call('HGET', p .. 'job:' .. one.id, 'first') }
end
for _, r in ipairs(todo.put) do
  local old = redis.call('HMGET', p .. 'job:' .. r.id, 'rev', 'state')
  if r.rev - 1 ~= tonumber(old[1] or '0') then return { 'conflict' } end
  if old[2] and r.state ~= old[2] and (old[2] == 'completed' or old[2] == 'failed' or old[2] == 'cancelled') then
    return { 'final' }
  end
  if not old[1] and r.key ~= '' then
    local owner = redis.call('HGET', p .. 'keys', r.key)
    if owner and owner ~= r.id then return { 'conflict' } end
  end
end
if todo.most ~= '' and tonumber(redis.call('HGET', p .. 'running', one.who) or '0') >= tonumber(todo.most) then
  return { 'busy' }
end

local first = tonumber(redis.call('HGET', p .. 'meta', 'seq') or '0') + 1
if todo.numbers > 0 then redis.call('HINCRBY', p .. 'meta', 'seq', todo.numbers) end

local function count(state, kind, by)
  local field = state .. ' ' .. kind
  if redis.call('HINCRBY', p .. 'counts', field, by) <= 0 then redis.call('HDEL', p .. 'counts', field) end
end
local function running(who, by)
  if redis.call('HINCRBY', p .. 'running', who, by) <= 0 then redis.call('HDEL', p .. 'running', who) end
end
local function timed(set, id, at)
  if at ~= '' then redis.call('ZADD', p .. set, at, id) else redis.call('ZREM', p .. set, id) end
end
local function open(state) return state ~= 'completed' and state ~= 'failed' and state ~= 'cancelled' end

for _, r in ipairs(todo.put) do
  local job = p .. 'job:' .. r.id
  local old = redis.call('HMGET', job, 'state', 'kind', 'epoch', 'who')
  if old[1] ~= r.state then
    if old[1] then
      redis.call('ZREM', p .. 'state:' .. old[1], r.id)
      count(old[1], old[2], -1)
    else
      redis.call('ZADD', p .. 'all', 0, r.id)
      if r.key ~= '' then redis.call('HSET', p .. 'keys', r.key, r.id) end
    end
    redis.call('ZADD', p .. 'state:' .. r.state, 0, r.id)
    count(r.state, r.kind, 1)
    if open(r.state) then redis.call('ZADD', p .. 'open', 0, r.id) else redis.call('ZREM', p .. 'open', r.id) end
  end
  local before = old[3] or ''
  if before ~= '' and r.epoch == '' then
    redis.call('HDEL', p .. 'leased', r.id)
    running(r.who, -1)
  elseif r.epoch ~= '' then
    redis.call('HSET', p .. 'leased', r.id, r.epoch)
    if before == '' then running(r.who, 1) end
  end
  -- One that was handed out a moment ago goes back by itself when nobody claims it.
  if r.state ~= 'queued' then
    if old[1] == 'queued' then
      unready(r.id, r.who, r.kind)
      redis.call('ZREM', p .. 'offered', r.id)
    end
  elseif not (old[1] == 'queued' and redis.call('ZSCORE', p .. 'offered', r.id)) then
    ready(r.id, r.who, r.kind, r.rank)
  end
  timed('timers', r.id, r.timer)
  timed('outbox', r.id, r.outbox)
  redis.call('HSET', job, 'v', text(r.text, first), 'rev', r.rev, 'state', r.state, 'kind', r.kind, 'who', r.who,
    'epoch', r.epoch, 'key', r.key, 'rank', r.rank, 'priority', r.priority, 'by', todo.by, 'first', string.format('%.0f', first))
end
local newest
for _, e in ipairs(todo.events) do
  local seq = e.seq
  if seq == '' then seq = string.format('%.0f', first + e.offset) end
  redis.call('HSET', p .. 'events:' .. e.id, seq, text(e.text, first))
  redis.call('ZADD', p .. 'events', seq, seq .. ' ' .. e.id)
  newest = seq
end
for _, id in ipairs(todo.remove) do
  local job = p .. 'job:' .. id
  local old = redis.call('HMGET', job, 'state', 'kind', 'key', 'epoch', 'who')
  if old[1] then
    redis.call('ZREM', p .. 'state:' .. old[1], id)
    count(old[1], old[2], -1)
    if old[3] ~= '' then redis.call('HDEL', p .. 'keys', old[3]) end
    if old[4] ~= '' then running(old[5], -1) end
    unready(id, old[5], old[2])
    for _, set in ipairs({ 'all', 'open', 'timers', 'outbox', 'offered' }) do redis.call('ZREM', p .. set, id) end
    redis.call('HDEL', p .. 'leased', id)
    for _, seq in ipairs(redis.call('HKEYS', p .. 'events:' .. id)) do
      redis.call('ZREM', p .. 'events', seq .. ' ' .. id)
    end
    redis.call('DEL', job, p .. 'events:' .. id)
  end
end
for _, s in ipairs(todo.state) do
  if s.gone then redis.call('HDEL', p .. 'values', s.key) else redis.call('HSET', p .. 'values', s.key, s.value) end
end
for _, s in ipairs(todo.sums) do
  local sum = p .. 'sum:' .. s.key
  if not s.most then redis.call('HINCRBYFLOAT', sum, s.field, s.by)
  elseif tonumber(redis.call('HGET', sum, s.field) or '-inf') < tonumber(s.by) then redis.call('HSET', sum, s.field, s.by) end
  redis.call('ZADD', p .. 'sums', 0, s.key)
end
if todo.meta then
  for field, value in pairs(todo.meta) do
    if tonumber(redis.call('HGET', p .. 'meta', field) or '-1') < tonumber(value) then
      redis.call('HSET', p .. 'meta', field, value)
    end
  end
end
if newest then redis.call('PUBLISH', p .. 'changed', newest) end
return { 'written', string.format('%.0f', first) }
`;

/** KEYS[1]: prefix. ARGV: epoch, life in ms, life of leadership in ms. Gives 1 when this epoch leads. */
export const RENEW = `
local p = KEYS[1]
redis.call('SET', p .. 'alive:' .. ARGV[1], '1', 'PX', ARGV[2])
redis.call('SADD', p .. 'workers', ARGV[1])
local leader = redis.call('GET', p .. 'leader')
if leader and leader ~= ARGV[1] and redis.call('EXISTS', p .. 'alive:' .. leader) == 1 then return 0 end
redis.call('SET', p .. 'leader', ARGV[1], 'PX', ARGV[2])
return 1
`;

/** KEYS[1]: prefix. ARGV: epoch. */
export const LEAVE = `
local p = KEYS[1]
redis.call('DEL', p .. 'alive:' .. ARGV[1])
redis.call('SREM', p .. 'workers', ARGV[1])
if redis.call('GET', p .. 'leader') == ARGV[1] then redis.call('DEL', p .. 'leader') end
return 1
`;

/** KEYS[1]: prefix. ARGV: most. Ids of jobs whose lease belongs to nobody alive. */
export const ORPHANS = `
local p = KEYS[1]
local leased = redis.call('HGETALL', p .. 'leased')
local alive, found = {}, {}
for i = 1, #leased, 2 do
  local epoch = leased[i + 1]
  if alive[epoch] == nil then alive[epoch] = redis.call('EXISTS', p .. 'alive:' .. epoch) == 1 end
  if not alive[epoch] then
    found[#found + 1] = leased[i]
    if #found >= tonumber(ARGV[1]) then break end
  end
end
return found
`;

/** KEYS[1]: a lock. ARGV[1]: whoever holds it. */
export const UNLOCK = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
`;
