// Schemas, and what their verdicts tell of the data itself.
import Ajv from 'ajv';
import { type } from 'arktype';
import { isRight } from 'fp-ts/Either';
import * as t from 'io-ts';
import Joi from 'joi';
import { assert, enums, is, object } from 'superstruct';
import * as v from 'valibot';
import * as yup from 'yup';
import { z } from 'zod';

const APP = 'https://app.example.com';
const out = document.getElementById('out')!;
const Progress = z.object({ percent: z.number() });
const Level = v.picklist(['info', 'warning']);
const Size = object({ unit: enums(['px', 'em']) });
const Point = t.type({ x: t.number, y: t.number });
const Rating = Joi.object({ stars: Joi.number() });
const Step = yup.object({ step: yup.number().required() });
const Page = type({ page: 'number' });
const validate = new Ajv().compile({ type: 'object', properties: { row: { type: 'integer' } } });

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  const result = Progress.safeParse(event.data);
  if (!result.success) {
    out.innerHTML = `<p>${event.data.percent}</p>`; //~ message-to-html `out.innerHTML` low pedantic
    return;
  }
  out.innerHTML = `<b>${result.data.percent} %</b>`; //~ ok message-to-html: what the schema gives
  out.innerHTML = `<b>${event.data.percent} %</b>`; //~ ok message-to-html: the schema said that it fits
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  const { level, page } = event.data;
  if (v.is(Level, level)) out.innerHTML = `<b>${level}</b>`; //~ ok message-to-html: the schema says that it fits
  out.innerHTML = `<b>${Page(page)}</b>`; //~ ok message-to-html: called itself, the schema gives what fits
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  const size = event.data;
  assert(size, Size);
  out.innerHTML = `<b>${size.unit}</b>`; //~ ok message-to-html: it throws where the data does not fit
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  const size = event.data;
  is(size, Size);
  out.innerHTML = `<i>${size.unit}</i>`; //~ message-to-html `out.innerHTML` low pedantic
});

window.addEventListener('message', (event) => {
  if (event.origin !== APP || !validate(event.data)) return;
  out.innerHTML = `<b>${event.data.row}</b>`; //~ ok message-to-html: a compiled schema says that it fits
});

window.addEventListener('message', ({ origin, data }) => {
  if (origin !== APP) return;
  const point = Point.decode(data);
  if (isRight(point)) out.innerHTML = `<b>${point.right.x}</b>`; //~ ok message-to-html: what the codec gives
  const { value, error } = Rating.validate(data);
  if (!error) out.innerHTML = `<b>${value.stars}</b>`; //~ ok message-to-html: what the schema gives
});

window.addEventListener('message', async ({ origin, data }) => {
  if (origin !== APP) return;
  const step = await Step.validate(data);
  out.innerHTML = `<b>${step.step}</b>`; //~ ok message-to-html: what the schema gives
  if (Step.isValidSync(data)) out.innerHTML = `<b>${data.step}</b>`; //~ ok message-to-html: the schema says that it fits
});
