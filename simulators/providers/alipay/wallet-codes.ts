import type { Random } from '../../kernel/random';
import type { Millis } from '../../kernel/time';
import {
  type CodeBehaviour,
  type CodeReading,
  type PayerCode,
  PayerCodes,
  type ReadPayerCode,
  readPayerCode,
} from '../engine/payer-codes';
import { type Profile, setting } from '../profile';
import { errors } from './errors';

/** How a payer's code reaches the till: seen, heard, or as the token of a recognised face (sheet 2.6). */
export const SCENES = ['bar_code', 'wave_code', 'security_code'] as const;
export type Scene = (typeof SCENES)[number];

/** 16 to 24 digits that begin with 25 to 30; this wallet shows 18. */
const NUMBER = /^(2[5-9]|30)\d{14,22}$/;
const drawNumber = (random: Random) => `${random.int(25, 30)}${random.digits(16)}`;

/** `fp` and 33 more characters. */
const FACE = /^fp[0-9A-Za-z]{33}$/;
const drawFace = (random: Random) => `fp${random.letters(33)}`;

/** What the wallet shows to tills: numbers for the eye and the ear, tokens for faces. */
export class WalletCodes {
  readonly #numbers: PayerCodes;
  readonly #faces: PayerCodes;

  constructor(
    random: Random,
    readonly profile: Profile,
    mayRead: ReadPayerCode = readPayerCode,
  ) {
    const lifeMs = profile.numbers.payerCodeLife.value;
    this.#numbers = new PayerCodes(random, lifeMs, drawNumber, mayRead);
    this.#faces = new PayerCodes(random.stream('faces'), lifeMs, drawFace, mayRead);
  }

  /** Reads a number for a merchant of another scheme. */
  readAcross(code: string, order: string, at: Millis): CodeReading {
    return this.#numbers.read(code, order, at);
  }

  show(payer: string, behaviour: CodeBehaviour, at: Millis, scene: Scene): PayerCode {
    return (scene === 'security_code' ? this.#faces : this.#numbers).show(payer, behaviour, at);
  }

  /**
   * A till reads a code for an order, and thereby uses it up.
   * @throws AlipayError where scene and code do not go together, or nobody may pay with the code now.
   */
  read(scene: string | undefined, code: string, order: string, at: Millis): PayerCode {
    const isFace = this.#scene(scene) === 'security_code';
    if (!(isFace ? FACE : NUMBER).test(code)) {
      const refusedAsField = setting(this.profile, 'malformedCode') === 'ACQ.INVALID_PARAMETER';
      throw refusedAsField ? errors.parameter('auth_code格式错误') : errors.codeInvalid();
    }
    const reading = (isFace ? this.#faces : this.#numbers).read(code, order, at);
    if (!reading.ok) throw errors.codeInvalid();
    return reading.code;
  }

  #scene(named: string | undefined): Scene {
    if (named === undefined) {
      if (setting(this.profile, 'sceneInPay') === 'required') throw errors.parameter('scene不能为空');
      return 'bar_code';
    }
    const known = SCENES.find((scene) => scene === named);
    if (known === undefined && setting(this.profile, 'otherScenes') !== 'as-bar-code') {
      throw errors.parameter('scene取值错误');
    }
    return known ?? 'bar_code';
  }
}
