/// Who is called about an incident, and when: people with their contacts, schedules with time
/// zones, overrides and the workday calendar, and policies that go on until somebody answers. Start
/// with [OnCallPlan] for what is planned, [Rota] for who is on call, [Escalations] for who is
/// called.
@NullMarked
package io.mallwatch.ops.oncall;

import org.jspecify.annotations.NullMarked;
