/// The mall's own database, read and never written: where it is ([MallAccess]), what its tables are
/// called ([MallSchema]), and how it is asked ([MallDatabase]).
///
/// Questions are [SqlTemplate]s over the names of [MallSchema], so that a mall whose tables have
/// other names is connected by configuration alone.
@NullMarked
package io.mallwatch.monitors.business.mall;

import org.jspecify.annotations.NullMarked;
