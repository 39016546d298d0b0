// The link to what is on screen, and what can be taken away of it.

export function makeShare() {
  return { update() {} };
}
