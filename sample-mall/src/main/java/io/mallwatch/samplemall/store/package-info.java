/// Where the mall keeps its data: a private MariaDB and Redis where their programs are installed,
/// else H2 and memory. Start at [io.mallwatch.samplemall.store.MallDatabase].
@NullMarked
package io.mallwatch.samplemall.store;

import org.jspecify.annotations.NullMarked;
