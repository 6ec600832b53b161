@security
Feature: Signed and verified
  Money moves on words. Words count when it is certain who said them.

  @SEC-001 @must @binds-platform @binds-provider
  Rule: SEC-001 Every message that its profile declares signed MUST be signed and verified; an unsigned success where a signature is declared counts as forged
    Source: WX, a 2xx without a signature is to be treated as forged · ALI · UP · NBPI art. 25 · MOJA 13      Basis: provider document
    Our reading: requests, successes and notices are signed; errors of some protocols are not.

    @SEC-001.1
    Scenario Outline: Whatever honest parties send is signed
      Given a payer who owes ¥128.50 and has chosen <provider>
      When the payer pays with <provider>
      And 5 minutes pass
      And the merchant refunds ¥28.50
      And 5 minutes pass
      Then everything that was sent is signed

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

    @SEC-001.2
    Scenario Outline: A provider refuses requests that nobody signed
      Given a payer who owes ¥128.50 and has chosen <provider>
      When <provider> gets a request in the platform's name, <forgery>
      Then the provider refuses it

      Examples:
        | provider   | forgery                 |
        | WeChat Pay | unsigned                |
        | WeChat Pay | signed with another key |
        | WeChat Pay | one bit changed         |
        | Alipay     | unsigned                |
        | Alipay     | signed with another key |
        | Alipay     | one bit changed         |
        | BestPay    | unsigned                |
        | BestPay    | signed with another key |
        | BestPay    | one bit changed         |
        | HeBao      | unsigned                |
        | HeBao      | signed with another key |
        | HeBao      | one bit changed         |
        | e-CNY      | unsigned                |
        | e-CNY      | signed with another key |
        | e-CNY      | one bit changed         |
        | Bank apps  | unsigned                |
        | Bank apps  | signed with another key |
        | Bank apps  | one bit changed         |
        | JD Pay     | unsigned                |
        | JD Pay     | signed with another key |
        | JD Pay     | one bit changed         |
        | UnionPay   | unsigned                |
        | UnionPay   | signed with another key |
        | UnionPay   | one bit changed         |
        | WoPay      | unsigned                |
        | WoPay      | signed with another key |
        | WoPay      | one bit changed         |

    @SEC-001.3
    Scenario Outline: A platform believes no answer that nobody signed
      Given a payer who owes ¥128.50 and has chosen <provider>
      And somebody answers in the name of <provider> that the order is paid, <forgery>
      When 10 minutes pass
      Then the platform does not believe it

      Examples:
        | provider   | forgery                 |
        | WeChat Pay | unsigned                |
        | WeChat Pay | signed with another key |
        | Alipay     | unsigned                |
        | Alipay     | signed with another key |
        | BestPay    | unsigned                |
        | BestPay    | signed with another key |
        | HeBao      | unsigned                |
        | HeBao      | signed with another key |
        | e-CNY      | unsigned                |
        | e-CNY      | signed with another key |
        | Bank apps  | unsigned                |
        | Bank apps  | signed with another key |
        | JD Pay     | unsigned                |
        | JD Pay     | signed with another key |
        | UnionPay   | unsigned                |
        | UnionPay   | signed with another key |
        | WoPay      | unsigned                |
        | WoPay      | signed with another key |
