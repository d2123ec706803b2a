/// Go's text/template, as far as rules and notifications use it, with the functions of Prometheus
/// and Alertmanager.
///
/// Start with [Template]: text goes through `Lexer` and `Parser` to a `Node` tree, which `Executor`
/// runs over plain Java values (see [GoObject] for the mapping). Numbers, maps and times print as
/// Go prints them (`GoPrint`, `GoNumber`, `GoTime`).
@NullMarked
package io.mallwatch.alerts.template;

import org.jspecify.annotations.NullMarked;
