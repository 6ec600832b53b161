/** What judges of the theme "access" expected or saw, where they say it in words. */
export const ACCESS_PHRASES: Readonly<Record<string, string>> = {
  'an answer to the application': '对申请的答复',
  'granted or refused': '同意或者拒绝',
  'not now': '暂不受理',
  'not-now': '暂不受理',
  granted: '同意接入',
  refused: '拒绝接入',
};
