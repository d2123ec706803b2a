/// The ledger guard (资损): what must always be true of points and orders ([Invariant]), asked of the
/// mall's database again and again ([LedgerGuard]); what is not true is kept with the rows that
/// offend ([LedgerBook]).
@NullMarked
package io.mallwatch.monitors.business.ledger;

import org.jspecify.annotations.NullMarked;
