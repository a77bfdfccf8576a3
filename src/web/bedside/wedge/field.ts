type Field = HTMLInputElement | HTMLTextAreaElement;

function isField(element: Element | null): element is Field {
  return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
}

/** Sets a field's text as if it had been typed, so that whoever listens hears of it. */
function retype(field: Field, text: string): void {
  const prototype =
    field instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype;
  // The framework watches the element's own property; the prototype's setter goes past it, and the
  // event then tells it of the change.
  Object.getOwnPropertyDescriptor(prototype, "value")?.set?.call(field, text);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/**
 * Remembers what the field in use holds, before the first key of what may be a badge read.
 *
 * @returns puts that back, the place of the caret included
 */
export function rememberField(document: Document): () => void {
  const field = document.activeElement;
  if (!isField(field)) return () => undefined;
  const { value, selectionStart, selectionEnd } = field;
  return () => {
    if (!field.isConnected || field.value === value) return;
    retype(field, value);
    if (selectionStart !== null) field.setSelectionRange(selectionStart, selectionEnd);
  };
}
