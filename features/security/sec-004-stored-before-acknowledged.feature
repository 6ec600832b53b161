@security
Feature: Stored before acknowledged
  Who says "I have your order" must still have it a moment later, and be able to show who gave it.

  @SEC-004 @must @binds-provider
  Rule: SEC-004 An order MUST be stored with its signature before it is acknowledged
    Source: MOJA invariant 15, what is not stored is not acknowledged · ESIGN art. 5, 13      Basis: benchmark (by analogy)
    Our reading: a crash at any moment loses no order that was acknowledged, and the signature that is kept still verifies.

    @SEC-004.1
    Scenario Outline: A crash loses no order that was acknowledged
      Given a merchant who accepts every provider
      And <provider> crashes <moment>
      When a payment of ¥128.50 is asked of <provider> twice under one number
      Then every order that was acknowledged is in the books of <provider>
      And each is there with the signature of whoever asked

      Examples:
        | provider   | moment                            |
        | WeChat Pay | before it looks at an order       |
        | WeChat Pay | before its answer leaves          |
        | WeChat Pay | as soon as its answer has left    |
        | Alipay     | before it looks at an order       |
        | Alipay     | before its answer leaves          |
        | Alipay     | as soon as its answer has left    |
        | BestPay    | before it looks at an order       |
        | BestPay    | before its answer leaves          |
        | BestPay    | as soon as its answer has left    |
        | HeBao      | before it looks at an order       |
        | HeBao      | before its answer leaves          |
        | HeBao      | as soon as its answer has left    |
        | e-CNY      | before it looks at an order       |
        | e-CNY      | before its answer leaves          |
        | e-CNY      | as soon as its answer has left    |
        | Bank apps  | before it looks at an order       |
        | Bank apps  | before its answer leaves          |
        | Bank apps  | as soon as its answer has left    |
        | JD Pay     | before it looks at an order       |
        | JD Pay     | before its answer leaves          |
        | JD Pay     | as soon as its answer has left    |
        | UnionPay   | before it looks at an order       |
        | UnionPay   | before its answer leaves          |
        | UnionPay   | as soon as its answer has left    |
        | WoPay      | before it looks at an order       |
        | WoPay      | before its answer leaves          |
        | WoPay      | as soon as its answer has left    |

    @SEC-004.2
    Scenario Outline: An order that was paid outlives a crash
      Given an order of ¥128.50 that was paid with <provider>
      When <provider> crashes
      Then every order that was acknowledged is in the books of <provider>
      And each is there with the signature of whoever asked

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |
        | BestPay    |
        | HeBao      |
        | e-CNY      |
        | Bank apps  |
        | JD Pay     |
        | UnionPay   |
        | WoPay      |
