/// Checklists that tick themselves: [Checklists] begins them by their time tables, answers by query
/// what can be known ([Answers]), keeps the evidence, and leaves the rest to be signed by a person.
/// [ChecklistFile] reads what is asked; docs/checklists.md tells people how.
@NullMarked
package io.mallwatch.ops.checklist;

import org.jspecify.annotations.NullMarked;
