import { beforeAll, expect, test } from 'vitest';
import { getI18n } from 'react-i18next';
import { ApiError } from '@/api/errors';
import { UnexpectedAnswer } from '@/api/decode';
import { startI18n } from '@/i18n';
import { errorText } from './errorText';

beforeAll(() => startI18n('zh-CN'));

const words = (error: unknown) => errorText(error, getI18n().getFixedT('zh-CN'));

test("the title is in the user's language, the detail in the server's words", () => {
  expect(words(new ApiError(400, 'Bad query', '1:7: unexpected )'))).toEqual({ title: '请求有误', detail: '1:7: unexpected )' });
  expect(words(new ApiError(0, '', 'fetch failed')).title).toBe('连不上服务器');
  expect(words(new ApiError(429, '', '')).title).toBe('服务器繁忙，稍后再试');
  expect(words(new ApiError(500, '', 'disk')).title).toBe('服务器出错（500）');
});

test('an answer that breaks the contract is told from a bug of ours', () => {
  expect(words(new UnexpectedAnswer('a.b', 'text', 1))).toEqual({
    title: '服务器的回答与约定不符',
    detail: 'a.b: expected text, got 1',
  });
  expect(words(new TypeError('x is undefined')).title).toBe('这一块出错了');
});
