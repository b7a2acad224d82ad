/**
 * Lanes of queued jobs in Redis, in two scripts: a commit that queues a job puts it into the lane of its principal and kind, and
 * {@link NEXT} takes jobs out of them by turns. Both run whole, one after the other.
 */

/** `ready(id, who, kind, rank)` puts a queued job into its lane, `unready(id, who, kind)` takes it away. */
export const LANES = `
local function lane(who, kind) return #who .. ':' .. who .. kind end
local function ready(id, who, kind, rank)
  redis.call('ZADD', p .. 'ready:' .. lane(who, kind), rank, id)
  redis.call('SADD', p .. 'lanes', lane(who, kind))
end
local function unready(id, who, kind)
  local key = p .. 'ready:' .. lane(who, kind)
  redis.call('ZREM', key, id)
  if redis.call('EXISTS', key) == 0 then redis.call('SREM', p .. 'lanes', lane(who, kind)) end
end
`;

/**
 * KEYS[1]: prefix. ARGV[1]: kinds, `most`, `rounds`, `limit`, `offer` in ms, as JSON. Gives ids and whether others are queued.
 *
 * The turns are start-time fair queueing with one job as the unit, as in `fair-queue.ts`: `turns` has what each principal had,
 * `resting` those of them that have nothing queued; who comes back starts where the one furthest behind stands.
 */
export const NEXT = `
local p = KEYS[1]
${LANES}
local want = cjson.decode(ARGV[1])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

-- Handed out and not claimed in time.
for _, id in ipairs(redis.call('ZRANGEBYSCORE', p .. 'offered', '-inf', now)) do
  redis.call('ZREM', p .. 'offered', id)
  local job = redis.call('HMGET', p .. 'job:' .. id, 'state', 'who', 'kind', 'rank')
  if job[1] == 'queued' then ready(id, job[2], job[3], job[4]) end
end

local wanted = {}
for _, kind in ipairs(want.kinds) do wanted[kind] = true end
local waiting, lanes = {}, {}
for _, name in ipairs(redis.call('SMEMBERS', p .. 'lanes')) do
  local length, rest = string.match(name, '^(%d+):(.*)$')
  local who, kind = string.sub(rest, 1, length), string.sub(rest, length + 1)
  waiting[who] = true
  if wanted[kind] then
    lanes[who] = lanes[who] or {}
    table.insert(lanes[who], name)
  end
end

local turns, resting = {}, {}
local flat = redis.call('HGETALL', p .. 'turns')
for i = 1, #flat, 2 do turns[flat[i]] = tonumber(flat[i + 1]) end
for _, who in ipairs(redis.call('SMEMBERS', p .. 'resting')) do resting[who] = true end
local reached = tonumber(redis.call('GET', p .. 'turns-reached') or '0')
local floor
for who, turn in pairs(turns) do
  if waiting[who] and not resting[who] and (not floor or turn < floor) then floor = turn end
  if not waiting[who] and turn > reached then reached = turn end
end
floor = floor or reached
redis.call('SET', p .. 'turns-reached', string.format('%.17g', reached))
local function set(who, turn)
  turns[who] = turn
  redis.call('HSET', p .. 'turns', who, string.format('%.17g', turn))
end
for who in pairs(waiting) do
  if not turns[who] then set(who, floor)
  elseif resting[who] then
    redis.call('SREM', p .. 'resting', who)
    if turns[who] < floor then set(who, floor) end
  end
end
for who, turn in pairs(turns) do
  if not waiting[who] then
    if turn <= floor then
      redis.call('HDEL', p .. 'turns', who)
      redis.call('SREM', p .. 'resting', who)
    elseif not resting[who] then redis.call('SADD', p .. 'resting', who) end
  end
end

-- The first of each principal that may run.
local heads = {}
local function look(who)
  heads[who] = nil
  for _, name in ipairs(lanes[who]) do
    local one = redis.call('ZRANGE', p .. 'ready:' .. name, 0, 0, 'WITHSCORES')
    local head = heads[who]
    if one[1] then
      local rank = tonumber(one[2])
      if not head or rank < head.rank or (rank == head.rank and one[1] < head.id) then
        heads[who] = { id = one[1], rank = rank, lane = name }
      end
    end
  end
  local head = heads[who]
  if head then head.key = - want.rounds * tonumber(redis.call('HGET', p .. 'job:' .. head.id, 'priority') or '0') end
end
local room = {}
for who in pairs(lanes) do
  room[who] = want.most and want.most - tonumber(redis.call('HGET', p .. 'running', who) or '0') or 1 / 0
  look(who)
end
local ids = {}
while #ids < want.limit do
  local best, least
  for who, head in pairs(heads) do
    local key = turns[who] + head.key
    local first = best and heads[best]
    if room[who] > 0 and (not best or key < least or (key == least and (head.rank < first.rank or (head.rank == first.rank and head.id < first.id)))) then
      best, least = who, key
    end
  end
  if not best then break end
  local head = heads[best]
  local key = p .. 'ready:' .. head.lane
  redis.call('ZREM', key, head.id)
  if redis.call('EXISTS', key) == 0 then redis.call('SREM', p .. 'lanes', head.lane) end
  redis.call('ZADD', p .. 'offered', now + want.offer, head.id)
  ids[#ids + 1] = head.id
  set(best, turns[best] + 1)
  room[best] = room[best] - 1
  look(best)
end
return { ids, redis.call('SCARD', p .. 'lanes') }
`;
