import type { Parameter } from '../../plugin-spec.js';
import type { ActionDraft } from '../actions.js';
import { parametersOf } from '../parameters.js';
import { textParameter } from '../spec-draft.js';
import { addAction, describeAction } from './action-base.js';
import { labelsOf } from './message-evaluator.js';
import type { ActionRecipe } from './recipe.js';

interface Tool {
  /** What the model is told; `{text}` and the other parameters are filled in. */
  prompt: (action: ActionDraft) => string;
  parameters: Parameter[];
  json?: true;
}

const text = textParameter(
  'text',
  'The text to work on',
  true,
  'The meeting is moved to Monday because the room is taken.',
);
const topic = textParameter('topic', 'What it is about', true, 'autumn');
const target = textParameter('language', 'Language to translate into', true, 'German');

const onText = (order: string): Tool => ({
  prompt: () => `${order}\nAnswer with the result only.\n\nText:\n{text}`,
  parameters: [text],
});
const TOOLS: Readonly<Record<string, Tool>> = {
  summarize: onText('Summarise the text in a few sentences. Keep names and numbers.'),
  rewrite: onText('Rewrite the text so that it says the same in other words.'),
  correct: onText('Correct spelling and grammar of the text. Change nothing else.'),
  simplify: onText('Rewrite the text in plain words that a child understands.'),
  explain: onText('Explain the text in plain words.'),
  translate: {
    prompt: () =>
      'Translate the text into {language}. Answer with the translation only.\n\nText:\n{text}',
    parameters: [text, target],
  },
  classify: {
    prompt: ({ words, text: said }) => {
      const labels = labelsOf(said);
      const answer = labels ? `one of: ${labels.join(', ')}` : 'one or two words';
      return `Say which ${words.at(-1) ?? 'kind'} the text belongs to. Answer with ${answer}.\n\nText:\n{text}`;
    },
    parameters: [text],
  },
  identify: {
    prompt: ({ words }) =>
      `Name the ${words.join(' ') || 'language'} of the text. Answer with a few words.\n\nText:\n{text}`,
    parameters: [text],
  },
  analyze: {
    prompt: ({ words }) =>
      `Analyse the text${words.length > 0 ? ` with regard to ${words.join(' ')}` : ''}. Be brief.\n\nText:\n{text}`,
    parameters: [text],
  },
  extract: {
    prompt: ({ given }) =>
      `List the ${given.join(' ') || 'facts'} that the text contains as JSON: {"items": [ … ]}. Answer with JSON only; an empty list when there is none.\n\nText:\n{text}`,
    parameters: [text],
    json: true,
  },
  generate: {
    prompt: ({ words }) =>
      `Write ${words.join(' ') || 'a text'} about the topic. Answer with the result only.\n\nTopic: {topic}`,
    parameters: [topic],
  },
};
/** What a model can write; images and files it cannot. */
const WRITTEN =
  /\b(?:poems?|haikus?|limericks?|story|stories|jokes?|repl(?:y|ies)|names?|ideas?|headlines?|titles?|e-?mails?|letters?|essays?|summar(?:y|ies)|texts?|captions?|slogans?|taglines?|descriptions?|questions?|quiz(?:zes)?|riddles?|puns?|songs?|lyrics|scripts?|drafts?|outlines?|plans?|advice|tips|suggestions?|recommendations?|answers?|compliments?|insults?|excuses?|quotes?|toasts?|speech(?:es)?|posts?|blurbs?|bios?|menus?|meal|recipes?|hashtags?|translations?|explanations?|code reviews?)\b/i;
const ON_TEXT =
  /\b(?:texts?|messages?|articles?|conversations?|paragraphs?|sentences?|documents?|reviews?|e-?mails?|feedback|tickets?|comments?|notes?|chats?|transcripts?|words?|essays?|writing|what (?:the )?users? (?:say|write|paste)|tone|sentiment|language|grammar|spelling|names?|dates?|keywords?|entities|addresses|action items|topics?|emotions?|mood)\b/i;
const FETCHED =
  /\b(?:urls?|links?|web ?pages?|websites?|pdfs?|files?|videos?|podcasts?|youtube|images?|photos?|audio|repositor(?:y|ies)|channels?)\b/i;

function toolOf(action: ActionDraft): Tool | undefined {
  const { verb, text: clause } = action;
  if (FETCHED.test(clause)) return undefined;
  if (/^(?:summarize|rewrite|correct|simplify|translate|classify)$/.test(verb.class))
    return TOOLS[verb.class];
  if (/^(?:explain|identify|analyze|extract|evaluate)$/.test(verb.class))
    return ON_TEXT.test(clause)
      ? TOOLS[verb.class === 'evaluate' ? 'analyze' : verb.class]
      : undefined;
  if (/^(?:generate|create|recommend|plan|get|answer)$/.test(verb.class)) {
    const writes =
      /^(?:generate|recommend|plan)$/.test(verb.class) ||
      /^(?:WRITE|COMPOSE|DRAFT|CREATE|GET)$/.test(verb.name);
    return writes && WRITTEN.test(action.words.join(' ')) ? TOOLS['generate'] : undefined;
  }
  return undefined;
}

/** Text in, text out, through the agent's own model. */
export const textTool: ActionRecipe = {
  id: 'text-tool',
  fits: (action) => {
    if (action.mention?.nameOnly && action.mention.confidence >= 0.5) return 0;
    return toolOf(action) ? 0.8 : 0;
  },
  apply: (action, draft) => {
    const tool = toolOf(action) ?? onText('Do what is asked with the text.');
    delete action.mention;
    const said = parametersOf(action).filter(
      ({ name }) =>
        !tool.parameters.some((known) => known.name === name) &&
        !/^(?:text|message|language|article|conversation|paragraph)s?$/.test(name),
    );
    const more = said
      .slice(0, 3)
      .map(({ name }) => `\n${name}: {${name}}`)
      .join('');
    addAction(draft, action, 'text-tool', {
      run: {
        kind: 'model',
        prompt: `${tool.prompt(action)}${more}`,
        ...(tool.json && { output: 'json' }),
      },
      parameters: [
        ...tool.parameters,
        ...said.slice(0, 3).map((one) => ({
          ...one,
          required: false,
          schema: { type: 'string' as const, maxLength: 4000 },
          examples: [],
        })),
      ],
      description: describeAction(action),
    });
  },
};
