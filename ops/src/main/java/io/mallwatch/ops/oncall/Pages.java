package io.mallwatch.ops.oncall;

import io.mallwatch.ops.incident.Incident;
import io.mallwatch.ops.oncall.OnCallPlan.Contact;
import io.mallwatch.ops.oncall.OnCallPlan.Person;

/// Reaches people over the channels of alerts. Thread-safe. Calls return at once; what became of
/// them is written to the ledger of notifications and from there to the incident's timeline.
public interface Pages {

  /// Calls `person` about `incident`.
  ///
  /// @param step of the policy, counted from 1
  void call(Incident incident, Person person, Contact contact, int step);

  /// Sends the code that proves that a contact reaches its owner.
  void code(Person person, Contact contact, String code);
}
