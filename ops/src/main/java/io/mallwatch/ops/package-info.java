/// What people do about it: incidents, on-call, backups, checklists, health checks, deployments.
@NullMarked
package io.mallwatch.ops;

import org.jspecify.annotations.NullMarked;
