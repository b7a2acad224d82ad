/** A verb as it is understood: what it does, and how an action is called after it. */
export interface Verb {
  /** Class of meaning; verbs of one class do the same. */
  class: string;
  /** First word of an action's name. */
  name: string;
  /** Also a noun, so that at the start of a chunk its surroundings decide. */
  noun: boolean;
  /** Needs no object. */
  alone: boolean;
}

/**
 * `class: member member …`, general English. A member is called as its class unless marked `=`; `~` marks verbs
 * that are nouns as often, `!` verbs that need no object. Two-word members are joined by `_`.
 */
const ROWS = `
get: get provide supply retrieve show display ~=read ~check obtain pull grab see ~view ~look_up look_at inspect fetch tell ~report give ~access find_out pull_up bring_up lookup acquire =measure learn_about
receive: receive accept
list: ~list enumerate browse =list_out
search: !~search find ~=query discover ~look_for search_for hunt locate =find
create: create make =queue =enqueue =add ~=draft =write =compose =mint ~=deploy =register ~build !set_up establish =launch ~=issue =initiate produce_new
update: update =mark =edit modify change =rename set ~=adjust configure extend =fill alter revise ~patch =set customise customize tweak
delete: delete remove clear ~drop erase wipe
send: send ~=post =publish ~=share ~=tweet !~=reply notify ~alert ~message deliver ~forward ~=broadcast =say ~email ~=text ~=toot =dm ~=cast =retweet =announce =submit =greet =thank =congratulate
generate: generate produce render ~=draw synthesize synthesise ~=paint
complete: complete finish ~close resolve mark_done check_off tick_off
stop: !stop terminate !=quit ~end ~halt !shut_down
start: !start ~=run =execute begin =trigger =invoke kick_off
convert: convert transform turn =encode =decode
summarize: =summarize =summarise condense recap
upload: =upload import ingest
save: save ~store persist ~record ~note archive bookmark ~log =back_up =backup
download: download ~export
book: ~book ~=schedule =reserve
roll: ~roll ~=flip ~=toss
activate: activate enable
deactivate: deactivate disable
cancel: cancel abort
confirm: confirm approve
analyze: analyze analyse examine assess_quality
evaluate: evaluate assess ~grade ~score ~=rate
calculate: calculate compute work_out
identify: identify recognise recognize
authenticate: !authenticate !sign_in !log_in !login
play: !~play
skip: !skip
request: ~request ask
turn_on: !turn_on !switch_on
turn_off: !turn_off !switch_off
turn_up: turn_up
turn_down: turn_down
navigate: !navigate go_to visit
restart: !restart reboot
translate: translate
audit: ~audit
compare: compare
estimate: ~estimate
predict: predict forecast_future
solve: solve
transfer: !~transfer
bridge: !~bridge
swap: !~swap ~=exchange
stake: !~stake
unstake: !unstake =withdraw_stake
deposit: !~deposit
withdraw: !withdraw
borrow: borrow
repay: repay
lend: lend
buy: ~buy ~=purchase
sell: sell
trade: !~trade
bet: !~bet
claim: ~claim
redeem: redeem
capture: ~capture ~=screenshot ~=snapshot
take: take
join: join
connect: !connect ~link
leave: leave
disconnect: !disconnect
remind: remind
control: ~control
track: ~track keep_track_of
name: ~name
transcribe: transcribe
click: !~click
press: ~press
type: !~type
scroll: !~scroll
select: select choose pick
extract: extract ~scrape parse
crawl: ~crawl
install: install
load: ~load
unload: unload
clone: ~clone ~copy duplicate
open: =open
save_file: save_as
traverse: traverse ~follow
star: ~star unstar
fork: ~fork
merge: ~merge
commit: ~commit
push: ~push
comment: !~comment
like: ~like ~favorite ~favourite
vote: !~vote upvote downvote
review: ~review
subscribe: !subscribe
unsubscribe: !unsubscribe
invite: invite
ban: ~ban ~kick
mute: mute
unmute: unmute
warn: warn
block: ~block
unblock: unblock
assign: assign
move: ~move
pay: pay
charge: ~charge
refund: ~refund
invoice: ~invoice
order: ~order
verify: verify validate authenticate_user
sign: ~sign
encrypt: encrypt
decrypt: decrypt
hash: ~hash
test: ~test
count: ~count
sort: ~sort
filter: ~filter
rank: ~rank
rewrite: rewrite rephrase reword paraphrase
explain: explain describe
classify: classify categorise categorize ~label ~tag
correct: correct proofread fix
simplify: simplify
answer: answer respond present output ~return
recommend: recommend suggest propose
plan: ~plan
pause: !~pause
resume: !resume
reset: !reset
refresh: !refresh
sync: ~sync synchronise synchronize
rotate: !rotate
vibrate: !vibrate
shuffle: !~shuffle
lock: !~lock
unlock: !unlock
dim: dim
print: ~print
scan: ~scan
ping: !~ping
resize: resize
crop: ~crop
call: ~call
chat: !~chat !~talk
think: !think reason
learn: !learn
shorten: shorten
rent: rent
define: define
remember: remember memorize memorise
recall: ~recall
forget: forget
manage: manage handle administer organise organize
interact: !interact !work_with
wrap: wrap integrate expose_api
simulate: simulate
provide_liquidity: provide_liquidity add_liquidity
delegate: ~delegate
approve_token: approve_spending
split: ~split
combine: combine
attach: attach
embed: embed
pin: ~pin
unpin: unpin
moderate: moderate
monitor: ~monitor !~watch ~poll observe keep_an_eye_on
detect: detect spot notice ~flag
keep: keep maintain
expose: ~offer expose serve
listen: !listen !listen_to !listen_for
use: ~use
let: let allow enable_users
support: ~support
`;

const VERBS = new Map<string, Verb>();
for (const row of ROWS.trim().split('\n')) {
  const [head = '', members = ''] = row.split(': ');
  for (const member of members.split(' ')) {
    const marks = /^[=~!]*/.exec(member)?.[0] ?? '';
    const word = member.slice(marks.length);
    const key = word.replaceAll('_', ' ');
    if (VERBS.has(key) && !marks.includes('=')) continue;
    VERBS.set(key, {
      class: head,
      name: (marks.includes('=') ? word : head).toUpperCase(),
      noun: marks.includes('~'),
      alone: marks.includes('!'),
    });
  }
}

/** The verb with this base form (`look up`, `fetch`), if it is known. */
export const verbNamed = (base: string): Verb | undefined => VERBS.get(base);

/** All base forms. */
export const verbForms = (): Iterable<string> => VERBS.keys();

/** Verbs that only show what an earlier clause got. */
export const PRESENTING = new Set(['answer', 'respond', 'return', 'output', 'present']);
/** Classes that never name an action of their own: they announce another kind of component, or a topic. */
export const NO_ACTION = new Set([
  'monitor',
  'detect',
  'keep',
  'expose',
  'listen',
  'use',
  'let',
  'support',
  'learn',
  'wrap',
  'interact',
  'think',
  'moderate',
  'answer',
]);
/** Classes that act on the thing as a whole: without an object they mean what the list is about. */
export const INTRANSITIVE = new Set([
  'vibrate',
  'rotate',
  'navigate',
  'click',
  'type',
  'scroll',
  'turn_on',
  'turn_off',
  'turn_up',
  'turn_down',
  'refresh',
  'restart',
  'pause',
  'resume',
  'play',
  'skip',
  'ping',
  'authenticate',
  'shuffle',
  'lock',
  'unlock',
  'reset',
]);
/** Classes that only read. */
export const READING = new Set([
  'get',
  'list',
  'search',
  'compare',
  'summarize',
  'estimate',
  'identify',
  'calculate',
  'analyze',
  'evaluate',
  'track',
  'count',
  'rank',
  'predict',
  'explain',
  'verify',
  'recommend',
  'define',
]);
/** Classes whose objects in a list are one action together. */
export const TOGETHER = new Set([
  'send',
  'convert',
  'compare',
  'translate',
  'summarize',
  'combine',
  'search',
  'connect',
  'transfer',
  'swap',
  'bridge',
]);
