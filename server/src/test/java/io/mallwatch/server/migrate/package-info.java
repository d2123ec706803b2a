/// Tests of migrations, most of them between two stores behind their own doors.
@NullMarked
package io.mallwatch.server.migrate;

import org.jspecify.annotations.NullMarked;
