// The other libraries of schemas, and what their assertions tell of the data itself.
import { Value } from '@sinclair/typebox/value';
import * as Effect from '@effect/schema';
import * as Schema from 'effect/Schema';
import { number as decoder } from 'decoders';
import Joi from 'joi';
import myzod from 'myzod';
import ow from 'ow';
import { Number as Numeric } from 'runtypes';
import { create, mask, object, string } from 'superstruct';
import * as yup from 'yup';
import { z } from 'zod';
import { z as z4 } from 'zod/v4';
import * as mini from 'zod/mini';
import { Row } from './types';

const APP = 'https://app.example.com';
const out = document.getElementById('out')!;
const Size = object({ unit: string() });
const Level = z.object({ level: z.enum(['info', 'warning']) });
const Step = yup.object({ step: yup.number() });

window.addEventListener('message', ({ origin, data }) => {
  if (origin !== APP) return;
  out.innerHTML = z4.number().parse(data.a); //~ ok message-to-html: a number, says the schema
  out.innerHTML = mini.number().parse(data.b); //~ ok message-to-html: a number, says the schema
  out.innerHTML = String(Numeric.check(data.c)); //~ ok message-to-html: a number, says the schema
  out.innerHTML = Value.Parse(Row, data.d).title; //~ ok message-to-html: what the schema gives
  out.innerHTML = Effect.decodeUnknownSync(Row)(data.e).title; //~ ok message-to-html: what the schema gives
  out.innerHTML = Schema.decodeUnknownSync(Row)(data.f).title; //~ ok message-to-html: what the schema gives
  out.innerHTML = myzod.number().parse(data.g); //~ ok message-to-html: a number, says the schema
  out.innerHTML = decoder.verify(data.h); //~ ok message-to-html: a number, says the schema
  out.outerHTML = Row.parse(data.i).title; //~ message-to-html `out.outerHTML` low pedantic
});

window.addEventListener('message', ({ origin, data }) => {
  if (origin !== APP) return;
  const result = decoder.decode(data);
  if (result.ok) out.innerHTML = data; //~ ok message-to-html: a number, says the schema
  else out.innerHTML = data; //~ message-to-html `out.innerHTML` low pedantic
});

window.addEventListener('message', ({ origin, data }) => {
  if (origin !== APP) return;
  if (ow.isValid(data, ow.number)) out.innerHTML = data; //~ ok message-to-html: a number, says the schema
});

window.addEventListener('message', ({ origin, data }) => {
  if (origin !== APP) return;
  Level.parse(data);
  out.innerHTML = `<b>${data.level}</b>`; //~ ok message-to-html: it throws where the data does not fit
});

window.addEventListener('message', ({ origin, data }) => {
  if (origin !== APP) return;
  Value.Assert(Row, data);
  out.innerHTML = `<b>${data.title}</b>`; //~ ok message-to-html: it throws where the data does not fit
});

window.addEventListener('message', ({ origin, data }) => {
  if (origin !== APP) return;
  Numeric.check(data);
  out.innerHTML = data; //~ ok message-to-html: it throws where the data does not fit
});

window.addEventListener('message', ({ origin, data }) => {
  if (origin !== APP) return;
  Step.validateSync(data);
  out.innerHTML = `<b>${data.step}</b>`; //~ ok message-to-html: it throws where the data does not fit
});

window.addEventListener('message', ({ origin, data }) => {
  if (origin !== APP) return;
  Joi.attempt(data, Joi.number());
  out.innerHTML = data; //~ ok message-to-html: it throws where the data does not fit
});

window.addEventListener('message', ({ origin, data }) => {
  if (origin !== APP) return;
  create(data, Size);
  out.innerHTML = `<b>${data.unit}</b>`; //~ ok message-to-html: it throws where the data does not fit
});

window.addEventListener('message', ({ origin, data }) => {
  if (origin !== APP) return;
  mask(data, Size);
  out.innerHTML = `<b>${data.unit}</b>`; //~ ok message-to-html: it throws where the data does not fit
});
