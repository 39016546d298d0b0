// Guesses before the picture, and challenges.

export function makeTeach() {
  return { update() {} };
}
