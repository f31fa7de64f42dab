from __future__ import annotations

from storefront.catalogue.models import Category
from storefront.rendering.category_tree import CategoryTree


def a_category(id_: str, parent: str | None = None, slug: str = "", position: int = 0) -> Category:
    return Category(id=id_, slug=slug or id_, name=id_.title(), parent_id=parent, position=position)


def test_parents_come_before_children_by_position_then_name() -> None:
    tree = CategoryTree([a_category("b"), a_category("sub", "b"), a_category("a"), a_category("z", position=-1)])
    assert [(node.path, node.ancestors) for node in tree] == [("z", ()), ("a", ()), ("b", ()), ("b/sub", ("b",))]


def test_an_unknown_parent_puts_a_category_at_the_top() -> None:
    assert [node.path for node in CategoryTree([a_category("a", "gone")])] == ["a"]


def test_a_circle_of_parents_is_broken_and_no_category_lost() -> None:
    tree = CategoryTree([a_category("a", "b"), a_category("b", "a"), a_category("c", "c"), a_category("d", "a")])
    assert {node.category.id for node in tree} == {"a", "b", "c", "d"}
    assert tree.node("d").path == "a/d"  # type: ignore[union-attr]


def test_a_chain_without_end_is_cut_and_no_category_lost() -> None:
    chain = [a_category("c0"), *(a_category(f"c{number}", f"c{number - 1}") for number in range(1, 2000))]
    tree = CategoryTree(chain)
    assert len(list(tree)) == 2000
    assert max(len(node.ancestors) for node in tree) == 12


def test_siblings_with_one_slug_are_numbered() -> None:
    tree = CategoryTree([a_category("one", slug="sun"), a_category("two", slug="sun")])
    assert [node.path for node in tree] == ["sun", "sun-2"]


def test_products_are_in_all_categories_above_theirs() -> None:
    tree = CategoryTree([a_category("a"), a_category("b", "a"), a_category("c", "b"), a_category("x")])
    assert tree.paths_of(["c", "gone", "x"]) == ["a", "a/b", "a/b/c", "x"]
    assert [node.path for node in tree.trail(["gone", "c", "x"])] == ["a", "a/b", "a/b/c"]
    assert tree.trail(["gone"]) == []


def test_names_and_descriptions_follow_the_locale_where_there_are_some() -> None:
    category = Category(id="a", slug="a", name="Glasses", description="Ours.", translations={"es": {"name": "Gafas"}})
    node = next(iter(CategoryTree([category])))
    assert (node.name("es"), node.name("de")) == ("Gafas", "Glasses")
    assert (node.description("es"), node.parts) == ("Ours.", ("shop", "a"))


def test_the_folders_of_facet_pages_are_no_category_s() -> None:
    top = Category(id="a", slug="shape", name="Shape")
    tree = CategoryTree([top, Category(id="b", slug="colour", name="Colour", parent_id="a")])
    assert [node.path for node in tree] == ["shape-2", "shape-2/colour-2"]
