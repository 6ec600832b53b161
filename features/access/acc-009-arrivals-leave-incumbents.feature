@access
Feature: An arrival leaves everybody else as they were
  A market that opens for one more keeps working for those who are there.

  @ACC-009 @must @binds-platform
  Rule: ACC-009 The arrival of a provider MUST leave every incumbent's success rate, rank and fee unchanged in the same-seed run before and after it
    Source: HOUSE      Basis: house
    Our reading: the same payers, the same faults, with one provider more that the merchant accepts last: for the others
    it is the same day. What a newcomer's own users do is not compared.

    @ACC-009.1
    Scenario Outline: Paying by an incumbent is as before
      Given a merchant who accepts <incumbent>
      When two payers pay ¥128.50 by <incumbent>, and two more after <newcomer> has arrived
      Then the incumbent succeeds as often as before
      And the incumbent stands where it stood, for the same price

      Examples:
        | incumbent  | newcomer   |
        | Alipay     | WeChat Pay |
        | WeChat Pay | Alipay     |

    @ACC-009.2 @property
    Scenario: The same day with one more is the same day for the others
      Given any market that the rulebook allows
      Then for every incumbent the same day, with the same faults, goes as before
      And every incumbent stands where it stood, for the same price, all day
