import { describe, expect, it } from 'vitest';
import { foldStack, readStack } from './stack';

const JAVA = `java.lang.IllegalStateException: no answer
\tat com.zhongdao.mall.payment.GatewayClient.charge(GatewayClient.java:88)
\tat com.zhongdao.mall.payment.PaymentService$$SpringCGLIB$$0.pay(<generated>)
\tat org.springframework.aop.framework.CglibAopProxy$CglibMethodInvocation.invokeJoinpoint(CglibAopProxy.java:793)
\tat app//org.apache.catalina.core.ApplicationFilterChain.doFilter(ApplicationFilterChain.java:195)
\tat java.base/java.lang.Thread.run(Thread.java:1583)
Caused by: java.net.SocketTimeoutException: Read timed out
\tat java.base/sun.nio.ch.NioSocketImpl.timedRead(NioSocketImpl.java:278)
\tat com.zhongdao.mall.payment.GatewayClient.post(GatewayClient.java:120)
\t... 31 more
`;

const kinds = (text: string): string => readStack(text).map(({ kind }) => kind[0]).join('');
const shape = (text: string): string => foldStack(readStack(text)).map((part) => (part.folded ? `[${part.lines.length}]` : part.line.kind[0])).join(' ');

describe('stack traces', () => {
  it('of Java: own frames, those of libraries, causes', () => {
    expect(kinds(JAVA)).toBe('hoolllhlol');
    expect(shape(JAVA)).toBe('h o o [3] h l o l');
  });

  it('of JavaScript', () => {
    expect(
      kinds(`TypeError: x is not a function
    at pay (/srv/mall/src/pay.js:12:5)
    at Layer.handle (/srv/mall/node_modules/express/lib/router/layer.js:95:5)
    at node:internal/process/task_queues:95:5
    at async file:///srv/mall/dist/app.mjs:3:1`),
    ).toBe('hollo');
  });

  it('of Python, with its lines of code', () => {
    expect(
      kinds(`Traceback (most recent call last):
  File "/srv/mall/points.py", line 10, in give
    send(user)
  File "/usr/lib/python3.11/site-packages/requests/api.py", line 59, in get
    return request("get")
ValueError: no user`),
    ).toBe('hoollh');
  });

  it('of libraries alone keep a frame to see', () => {
    const text = `java.io.IOException: broken
\tat java.base/java.io.A.b(A.java:1)
\tat java.base/java.io.A.c(A.java:1)
\tat java.base/java.io.A.d(A.java:1)`;
    expect(shape(text)).toBe('h l [2]');
  });

  it('that are none stay as they are', () => {
    expect(shape('what\nis this')).toBe('h o');
  });
});
