// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_ERASED_HPP
#define SPATE_FIELD_ERASED_HPP

/// `erased_field`: a generator of a kind that is known at run time.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <spate/core/error.hpp>
#include <spate/core/key.hpp>
#include <spate/field/column.hpp>
#include <spate/field/detail/extent.hpp>
#include <spate/field/detail/integers.hpp>
#include <spate/field/field.hpp>
#include <spate/field/point_rule.hpp>
#include <spate/field/type.hpp>

namespace spate::inline v0 {

/// Any generator, behind one virtual call for each column of a batch. A value, cheap to copy; copies share the generator, which does not change.
///
/// Models dependent_field; one that hangs on nothing has no inputs. Its values as C++ types are lost: formats read columns.
class erased_field {
public:
    struct no_value {};
    using value_type = no_value;

    template <class Generator>
        requires(!std::same_as<Generator, erased_field>) && any_field_generator<Generator>
    erased_field(Generator generator) : self_{shared(std::move(generator))} {}  // NOLINT(google-explicit-constructor)

    [[nodiscard]] data_type type() const { return self_->type(); }
    [[nodiscard]] std::uint64_t most_values() const { return self_->most_values(); }
    [[nodiscard]] static no_value value(const column&, std::size_t) noexcept { return {}; }
    [[nodiscard]] std::span<const std::string> inputs() const { return self_->inputs(); }
    /// Binds a generator of its own: copies that shared it stay as they are.
    void bind(std::span<const field_type> types) {
        if (auto bound = self_->bound(types)) self_ = std::move(bound);
    }
    void fill(const field_rows& rows, std::span<const column* const> inputs, column& out) const { self_->fill(rows, inputs, out); }
    /// The name of another field whose words are drawn, or nothing.
    [[nodiscard]] std::string_view key_name() const { return self_->key_name(); }
    /// How one row's value is made, where the generator can say it. Points into the generator, which lives as long as one of its copies.
    [[nodiscard]] point_rule point() const { return self_->point(); }
    /// The values of any rows, where the generator is a scattered_field; else it says false and does nothing.
    [[nodiscard]] bool try_fill_scattered(const key128& key, std::span<const std::uint64_t> rows, column& out) const {
        return self_->try_fill_scattered(key, rows, out);
    }

private:
    struct holder {
        holder() = default;
        holder(const holder&) = delete;
        holder& operator=(const holder&) = delete;
        virtual ~holder() = default;
        [[nodiscard]] virtual data_type type() const = 0;
        [[nodiscard]] virtual std::uint64_t most_values() const = 0;
        [[nodiscard]] virtual std::span<const std::string> inputs() const = 0;
        // Null where there is nothing to bind.
        [[nodiscard]] virtual std::shared_ptr<const holder> bound(std::span<const field_type> types) const = 0;
        virtual void fill(const field_rows& rows, std::span<const column* const> inputs, column& out) const = 0;
        [[nodiscard]] virtual std::string_view key_name() const = 0;
        [[nodiscard]] virtual bool try_fill_scattered(const key128& key, std::span<const std::uint64_t> rows, column& out) const = 0;
        [[nodiscard]] virtual point_rule point() const = 0;
    };
    template <class Generator>
    struct held final : holder {
        explicit held(Generator given) : generator{std::move(given)} {}
        [[nodiscard]] data_type type() const override { return generator.type(); }
        [[nodiscard]] std::uint64_t most_values() const override { return detail::most_values(generator); }
        [[nodiscard]] std::span<const std::string> inputs() const override {
            if constexpr (dependent_field<Generator>)
                return generator.inputs();
            else
                return {};
        }
        [[nodiscard]] std::shared_ptr<const holder> bound(std::span<const field_type> types) const override {
            if constexpr (dependent_field<Generator>) {
                Generator own = generator;
                own.bind(types);
                return shared(std::move(own));
            } else {
                return nullptr;
            }
        }
        void fill(const field_rows& rows, std::span<const column* const> inputs, column& out) const override {
            if constexpr (dependent_field<Generator>)
                generator.fill(rows, inputs, out);
            else
                generator.fill(rows, out);
        }
        [[nodiscard]] std::string_view key_name() const override {
            if constexpr (requires { std::string_view{generator.key_name()}; })
                return generator.key_name();
            else
                return {};
        }
        [[nodiscard]] bool try_fill_scattered(const key128& key, std::span<const std::uint64_t> rows, column& out) const override {
            if constexpr (scattered_field<Generator>) {
                generator.fill_scattered(key, rows, out);
                return true;
            } else if constexpr (requires { generator.try_fill_scattered(key, rows, out); }) {
                return generator.try_fill_scattered(key, rows, out);
            } else {
                return false;
            }
        }
        [[nodiscard]] point_rule point() const override { return detail::point_of(generator); }
        Generator generator;
    };

    // As a pointer to the base, so that all kinds share one control block; make_shared would compile one for each.
    template <class Generator>
    [[nodiscard]] static std::shared_ptr<const holder> shared(Generator generator) {
        const holder* const made = new held<Generator>{std::move(generator)};
        return std::shared_ptr<const holder>{made};
    }

    std::shared_ptr<const holder> self_;
};

static_assert(dependent_field<erased_field>);

/// An erased_field that hangs on no other: what lists and others take that ask for rows of their own.
class erased_generator {
public:
    using value_type = erased_field::no_value;

    /// Throws config_error for a field that is made from others.
    template <std::same_as<erased_field> Field>  // exactly, since being copyable must not ask whether this can be made of itself
    explicit erased_generator(Field of) : of_{std::move(of)} {
        if (!of_.inputs().empty())
            detail::raise_config("generator", "", "is made from the field \"" + of_.inputs()[0] + "\", which it does not see here",
                                 "use one that stands alone");
    }
    [[nodiscard]] data_type type() const { return of_.type(); }
    [[nodiscard]] std::uint64_t most_values() const { return of_.most_values(); }
    [[nodiscard]] static value_type value(const column&, std::size_t) noexcept { return {}; }
    void fill(const field_rows& rows, column& out) const { of_.fill(rows, {}, out); }
    /// As erased_field's.
    [[nodiscard]] bool try_fill_scattered(const key128& key, std::span<const std::uint64_t> rows, column& out) const {
        return of_.try_fill_scattered(key, rows, out);
    }

private:
    erased_field of_;
};

static_assert(field_generator<erased_generator>);

/// The same of integers of any width: what gives lists their lengths.
class erased_integers {
public:
    using value_type = std::int64_t;

    /// Throws config_error for a field that is made from others, or of other values than integers, or with nulls.
    template <std::same_as<erased_field> Field>
    explicit erased_integers(Field of) : of_{std::move(of)} {
        const data_type type = of_.type();
        if (!detail::is_integer(type.id) || type.nullable)
            detail::raise_config("generator", "", type.nullable ? "has nulls" : "gives other values than integers",
                                 "use one of integers, like {type: integer}");
    }
    [[nodiscard]] data_type type() const { return of_.type(); }
    /// Those above 2^63 - 1 are that.
    [[nodiscard]] static value_type value(const column& from, std::size_t row) noexcept { return detail::integer_of(from, row); }
    void fill(const field_rows& rows, column& out) const { of_.fill(rows, out); }

private:
    erased_generator of_;
};

static_assert(field_generator<erased_integers>);

}  // namespace spate::inline v0

#endif  // SPATE_FIELD_ERASED_HPP
