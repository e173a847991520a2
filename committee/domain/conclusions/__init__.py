"""Reading a conclusion notice: what its text asks of whom, and by when, as proposals that a person confirms.

Begin with `proposals`: it asks the others in the order in which a person reads.

- `proposals`: one proposal for each point of the text, with what is left to ask of a person.
- `points`: where each point begins and ends, and which stand under which.
- `opening`: the letterhead and the sentences before what was concluded, which order nothing.
- `headings`: titles, sections that only assess, and how a notice ends, which order nothing either.
- `naming`: who is in charge of a point and who helps, and where the job itself begins.
- `parties`: where the name of an agency or a person begins and ends, and whom it names.
- `jobs`: the job in words and its product, or a standing directive.
- `labels`: what a point says under a label: "Đơn vị chủ trì: …", "Sản phẩm: …".

By when is read by `committee.domain.deadline_words`, which forms and workbooks of tasks ask as well.
"""
