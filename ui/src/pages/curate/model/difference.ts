/** A piece of a text, and whether the other text has it too. */
export interface Piece {
  text: string;
  differs: boolean;
}

/** Words beyond which texts are no longer compared word by word: the table grows with their product. */
const most = 600;

/** Two texts in pieces, by the longest sequence of words that they share. */
export function difference(left: string, right: string): [Piece[], Piece[]] {
  const a = words(left);
  const b = words(right);
  if (a.length > most || b.length > most) {
    const differs = left !== right;
    return [[{ text: left, differs }], [{ text: right, differs }]];
  }
  const [keptLeft, keptRight] = shared(a.map(bare), b.map(bare));
  return [pieces(a, keptLeft), pieces(b, keptRight)];
}

/** Words, each with the space after it. */
function words(text: string): string[] {
  return text.match(/\S+\s*/g) ?? [];
}

function bare(word: string): string {
  return word.trim().toLowerCase();
}

/** Which words of either belong to the longest common subsequence. */
function shared(a: readonly string[], b: readonly string[]): [boolean[], boolean[]] {
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const left = a.map(() => false);
  const right = b.map(() => false);
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      left[i++] = true;
      right[j++] = true;
    } else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return [left, right];
}

function pieces(list: readonly string[], kept: readonly boolean[]): Piece[] {
  const found: Piece[] = [];
  list.forEach((word, at) => {
    const differs = !kept[at];
    const last = found.at(-1);
    if (last?.differs === differs) last.text += word;
    else found.push({ text: word, differs });
  });
  return found;
}
