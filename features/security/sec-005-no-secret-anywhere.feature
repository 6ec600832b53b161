@security
Feature: No secret anywhere
  A key that is written down once is everybody's key.

  @SEC-005 @must @binds-platform @binds-provider @binds-harness
  Rule: SEC-005 Private keys, passwords and codes MUST NOT ever appear in repository, log or report; test keys are made at run time
    Source: JRT0171, category C3 · PCI 3.3.1      Basis: house
    Our reading: neither the shape of a secret nor one of today's secrets is found in any file, history, database, report or output.

    @SEC-005.1
    Scenario: The repository holds no secret
      When every file of the repository is searched for secrets
      Then no file holds one

    @SEC-005.2
    Scenario Outline: A payment leaves no secret behind
      Given a payer who owes ¥128.50 and has chosen <provider>
      When a notice of <provider> arrives that says the order is paid, one bit changed
      And the payer pays with <provider>
      And all messages have arrived
      And the merchant refunds ¥28.50
      And 5 minutes pass
      And everything that was left behind is searched for today's keys
      Then no secret was left behind

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

    @SEC-005.3
    Scenario: A whole run leaves no secret behind
      When the folder and the output of a whole run are searched for secrets
      Then no secret was left behind
