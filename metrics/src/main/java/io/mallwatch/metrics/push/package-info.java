/// What batch jobs push, with the semantics of Prometheus's Pushgateway: the last push of each
/// group of labels stays until it is replaced or deleted, also over a restart. Start with
/// [PushGroups], which has a method for each verb; [PushPath] reads the group from a URL and
/// [PushFeeder] stores what was pushed at an interval, as a scrape with `honor_labels` would.
@NullMarked
package io.mallwatch.metrics.push;

import org.jspecify.annotations.NullMarked;
