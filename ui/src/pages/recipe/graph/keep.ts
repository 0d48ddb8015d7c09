/**
 * Remembers items by their id and gives the earlier object where nothing changed, so that a card whose content is the same
 * is not drawn again.
 */
export function keeper<T extends { id: string }>(): (items: T[]) => T[] {
  let kept = new Map<string, { item: T; text: string }>();
  return (items) => {
    const next = new Map<string, { item: T; text: string }>();
    for (const item of items) {
      const text = JSON.stringify(item);
      const before = kept.get(item.id);
      next.set(item.id, before?.text === text ? before : { item, text });
    }
    kept = next;
    return [...next.values()].map(({ item }) => item);
  };
}
