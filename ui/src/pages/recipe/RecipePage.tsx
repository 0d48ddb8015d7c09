export default function RecipePage() {
  return null;
}
