/// What is written down about an incident for later: the draft of a post-mortem and the evidence
/// bundle, a zip that is read and verified without a server. Start with [EvidenceBundle].
@NullMarked
package io.mallwatch.ops.incident.evidence;

import org.jspecify.annotations.NullMarked;
